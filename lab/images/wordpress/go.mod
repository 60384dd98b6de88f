module release-lab/wordpress

go 1.24
