# Each target is a line over a script of bin/, which serves as well where make is missing.
.DEFAULT_GOAL := help
.PHONY: help run test test-fast setup check psql clean bench backup verify-backup restore

help: ## Donne cette liste
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

run: ## Met en place ce qui manque, puis sert le site sur http://127.0.0.1:8000/ (PORT=… le change)
	@bin/run

test: ## Met en place ce qu’il faut, contrôle le code, passe tous les tests
	@bin/test

test-fast: ## De même sans navigateur, sans base à soi, sans la France entière : pour travailler
	@bin/test --fast

setup: ## Met en place tout ce qui manque, sans servir
	@bin/setup

check: ## Contrôle style, mise en forme, types, sens des imports et scripts
	@bin/check

psql: ## Ouvre psql sur la base du projet
	@bin/psql

bench: ## Mesure les temps et les poids promis
	@bin/bench

backup: ## Sauvegarde la base, les documents et les courriels, les clés à part (README)
	@bin/backup

verify-backup: ## Restaure ARCHIVE=… dans une base vide et compare tout
	@bin/verify-backup

restore: ## Remet ARCHIVE=… en place (IDENTITY=… pour les clés), sur une installation vide
	@bin/restore

clean: ## Efface tout ce qui se refait ; base, documents, courriels, clé et restes d’une restauration seulement si l’on tape le mot
	@bin/clean
