package main

func login(user string, password string) {
	// ruleid: go-secret-in-log
	log.Println("login", user, password)
	text := "login with " + password
	// ruleid: go-secret-in-log
	log.Printf("%s", text)
	// ok: go-secret-in-log
	log.Println("login", user)
}

func account(a Account, logger *zap.SugaredLogger) {
	// ruleid: go-secret-in-log
	logger.Infow("account", "key", a.ApiKey)
	// ok: go-secret-in-log
	logger.Infow("account", "name", a.Name)
	// ok: go-secret-in-log
	logger.Infow("account", "key", redact(a.ApiKey))
}
