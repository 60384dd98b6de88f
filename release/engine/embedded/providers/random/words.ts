/** Words of a RandomPet's name: `calm-heron`, `oddly-calm-heron`. */
export const adverbs = (
  "openly newly barely boldly briefly calmly clearly closely daily deeply early easily evenly fairly firmly freely gently " +
  "gladly highly jointly justly kindly largely lightly mildly mostly nearly neatly oddly partly plainly promptly purely " +
  "quickly rarely readily safely simply slowly softly solely stably subtly surely truly usually vastly warmly widely wisely"
).split(" ");

export const adjectives = (
  "able active agile amber ample apt artful awake balanced bold brave breezy brief bright brisk calm careful casual central " +
  "certain cheerful chief civil clean clear clever close composed content cool cosmic crisp curious daring decent deep direct " +
  "eager early earnest easy equal exact fair faithful fast fine firm fit fleet fluent fond frank free fresh full funky gentle " +
  "genuine glad golden good grand great happy hardy helpful honest humble ideal joint just keen key kind large light literate " +
  "live lively logical loyal lucky major mellow merry mighty modest moved native neat noble normal novel open optimal patient " +
  "peaceful polite popular precise prime proper proud pumped pure quick quiet rapid rare ready real regular relaxed robust safe " +
  "saved select settled sharp shining simple sincere smart smooth social solid sound splendid square stable steady still strong " +
  "subtle sunny super sure sweet swift thankful tidy true trusted unified up upright valid vast verified vital warm welcome " +
  "whole willing winning wise witty worthy"
).split(" ");

export const names = (
  "albacore alpaca anchovy ant antelope badger bass bat beagle bear beetle bison bluebird boar bobcat bonefish buck buffalo " +
  "bull bunny burro camel caribou cat catfish chamois cheetah chicken chipmunk cicada clam cobra cod colt condor cougar cow " +
  "coyote crab crane crayfish cricket crow deer dingo dog dolphin donkey dory dove dragon drake drum duck eagle eel egret elf " +
  "elk emu falcon fawn feline ferret finch firefly fish flamingo fowl fox frog gazelle gecko gelding ghost gibbon giraffe glider " +
  "gnat gnu goat goblin goose gorilla griffon grouse grub gull guppy haddock halibut hamster hare hawk hen heron herring hippo " +
  "hog honeybee hornet horse hound humpback husky ibex iguana imp impala insect jackal jaguar jawfish jay jennet kangaroo " +
  "katydid kid kingfish kite kitten kiwi koala kodiak koi krill lab labrador lacewing ladybird lamb lamprey lark lemming lemur " +
  "leopard liger lion lizard lobster locust longhorn loon lynx macaque macaw mackerel magpie mako mallard mammoth man manatee " +
  "mantis marlin marmoset marmot marten martin mastiff mastodon mayfly meerkat mink minnow mole mollusk monarch mongoose monitor " +
  "monkey moose moray mosquito moth mouse mule muskox muskrat narwhal newt ocelot octopus opossum orca oriole oryx osprey ostrich " +
  "owl ox oyster panda pangolin panther parrot peacock pegasus pelican penguin perch phoenix pig pigeon piglet pika platypus polecat " +
  "polliwog pony poodle porpoise possum primate pug puma pup python quagga quail quetzal rabbit raccoon ram raptor raven ray reindeer " +
  "robin rodent rooster rattler salmon sawfly sawfish scorpion seagull seahorse seal seasnail serval shad shark sheep sheepdog shepherd " +
  "shiner shrew shrimp silkworm skink skunk skylark sloth slug snail snake snapper snipe sparrow spider sponge squid squirrel stag " +
  "starfish starling stingray stinkbug stork stud sturgeon sunbeam sunbird sunfish swan swift tadpole tahr tapir tarpon teal termite " +
  "terrapin terrier tetra thrush tick tiger titmouse toad tomcat tortoise toucan treefrog troll trout tuna turkey turtle unicorn urchin " +
  "vervet viper vulture wahoo wallaby walleye walrus warthog wasp weasel weevil werewolf whale whippet wildcat wolf wombat woodcock " +
  "worm wren yak yeti zebra"
).split(" ");
