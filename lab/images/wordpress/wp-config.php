<?php
// All of it comes from the environment, so that one image serves every site.
define('DB_HOST', getenv('DB_HOST'));
define('DB_NAME', getenv('DB_NAME') ?: 'wordpress');
define('DB_USER', getenv('DB_USER'));
define('DB_PASSWORD', getenv('DB_PASSWORD'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

// Without WP_SITE_URL the site answers to whatever name it is asked by.
$site = getenv('WP_SITE_URL') ?: 'http://' . ($_SERVER['HTTP_HOST'] ?? 'localhost');
define('WP_HOME', $site);
define('WP_SITEURL', $site);

// The same in every pod and after every release: people stay signed in.
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
  define("{$name}_KEY", hash_hmac('sha256', "{$name}_KEY", DB_PASSWORD));
  define("{$name}_SALT", hash_hmac('sha256', "{$name}_SALT", DB_PASSWORD));
}

// The image is the version: WordPress changes neither itself nor anything outside, and nothing outside is there.
define('DISALLOW_FILE_MODS', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);

if (!defined('ABSPATH')) {
  define('ABSPATH', '/var/www/html/');
}
require_once ABSPATH . 'wp-settings.php';
