<?php
// Makes WordPress's tables on the first start; later starts find them and do nothing.
define('WP_INSTALLING', true);
require '/var/www/html/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

// Two pods may start at once: one makes the tables, the other waits for it.
$wpdb->query("SELECT GET_LOCK('release-lab-install', 60)");
if (!is_blog_installed()) {
  echo "first start: making the tables\n";
  $password = getenv('WP_ADMIN_PASSWORD') ?: wp_generate_password(24);
  wp_install(getenv('WP_TITLE') ?: 'A blog', getenv('WP_ADMIN_USER') ?: 'admin', 'admin@localhost.localdomain', true, '', $password);
}
$wpdb->query("SELECT RELEASE_LOCK('release-lab-install')");
