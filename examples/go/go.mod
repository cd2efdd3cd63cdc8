module zonite.example/lab

go 1.19
