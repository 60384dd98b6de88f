<?php
// php /lab/post.php TITLE: writes a post, as an author would, and prints its number.
require '/var/www/html/wp-load.php';
$post = wp_insert_post(['post_title' => $argv[1], 'post_content' => $argv[2] ?? $argv[1], 'post_status' => 'publish'], true);
if (is_wp_error($post)) {
  fwrite(STDERR, $post->get_error_message() . "\n");
  exit(1);
}
echo "$post\n";
