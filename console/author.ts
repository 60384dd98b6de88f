/** As git writes somebody down. */
export interface Author {
  name: string;
  email: string;
}

/** Whoever is signed in: many are called by their address. Pure. */
export function authorOf(user: string): Author {
  return { name: user, email: user.includes("@") ? user : `${user}@localhost` };
}

/** What has git take them for a commit's author. Pure. */
export function authorVariables({ name, email }: Author): NodeJS.ProcessEnv {
  return { GIT_AUTHOR_NAME: plain(name), GIT_AUTHOR_EMAIL: plain(email) };
}

/** Without what git takes for the bounds of an address. */
function plain(text: string): string {
  return text.replaceAll(/[<>\p{Cc}]/gu, "") || "console";
}
