<?php
// Ready means: the database answers a query. No more of WordPress is loaded, so that a probe costs little.
mysqli_report(MYSQLI_REPORT_OFF);
$connection = mysqli_init();
$connection->options(MYSQLI_OPT_CONNECT_TIMEOUT, 2);
[$host, $port] = array_pad(explode(':', getenv('DB_HOST')), 2, '3306');
$name = getenv('DB_NAME') ?: 'wordpress';
$ok = @$connection->real_connect($host, getenv('DB_USER'), getenv('DB_PASSWORD'), $name, (int) $port);
http_response_code($ok && $connection->query('SELECT 1') ? 200 : 503);
echo $ok ? "ok\n" : "no database\n";
