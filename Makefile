# Shortcuts; each is one command that can be typed by hand.
.DEFAULT_GOAL := help
ENVIRONMENT ?= dev
SERVICE ?= all
# Of the cluster one service at a time.
port-forward logs: SERVICE := $(if $(filter all,$(SERVICE)),gateway,$(SERVICE))
# What the Services of the cluster listen on; on this machine the same, but for the page.
PORT_gateway := 8080
PORT_user-service := 8000
PORT_inventory-service := 8001
PORT_order-service := 8002
PORT_web := 80
PORT ?= $(if $(filter web,$(SERVICE)),3000,$(PORT_$(SERVICE)))
FILE ?= cnop.tar.gz
# Whichever of the two versions is installed.
COMPOSE := bash -c 'source scripts/deploy/compose.sh && compose "$$@"' compose

.PHONY: help start test build up down smoke deploy-k8s deploy-aws port-forward logs create-admin audit bench backup restore backup-docker restore-docker rotate-key clean

help: ## this list
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

start: ## the whole product on this machine, without containers
	npm start

test: ## everything that must hold
	npm test

build: ## images; SERVICE=order-service for one
	scripts/deploy-docker.sh -b $(SERVICE)

up: ## images, started with Docker Compose
	scripts/deploy-docker.sh -bd $(SERVICE)

down: ## stops the composed product; its data stays
	$(COMPOSE) --profile monitoring down

smoke: ## the cross-service and browser tests against the composed product
	npx pnpm smoke --base-url http://localhost:3000

deploy-k8s: ## into kind, or ENVIRONMENT=prod into EKS
	scripts/deploy.sh --type k8s --environment $(ENVIRONMENT)

deploy-aws: ## Terraform
	scripts/deploy.sh --type aws --environment $(ENVIRONMENT)

port-forward: ## SERVICE=gateway of the cluster on this machine, at PORT=8080
	kubectl --namespace cnop-$(ENVIRONMENT) port-forward service/$(SERVICE) $(PORT):$(PORT_$(SERVICE))

logs: ## SERVICE=order-service: its log in the cluster
	kubectl --namespace cnop-$(ENVIRONMENT) logs --selector app.kubernetes.io/name=$(SERVICE) --follow --tail 100

create-admin: ## NAME=someone, a registered user; of the data of npm start
	npx pnpm create-admin $(NAME)

audit: ## adds the ledger up
	npx pnpm ledger:audit

bench: ## what each act asks of the database, and how fast buys are
	npx pnpm bench

backup: ## of the tables in AWS
	scripts/operate/backup-tables.sh $(ENVIRONMENT)_

restore: ## TIME=2026-11-24T10:00:00Z: copies of the tables in AWS as of then, as restored_*
	scripts/operate/restore-tables.sh $(ENVIRONMENT)_ restored_ $(TIME)

backup-docker: ## of the composed product, into FILE=cnop.tar.gz
	scripts/operate/backup-docker.sh $(FILE)

restore-docker: ## of the composed product, from FILE=cnop.tar.gz
	scripts/operate/restore-docker.sh $(FILE)

rotate-key: ## the key of access tokens, in the composed product
	scripts/operate/rotate-jwt-key.sh docker

clean: ## stops the composed product and deletes its data
	$(COMPOSE) --profile monitoring down --volumes
