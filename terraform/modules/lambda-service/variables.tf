variable "name" {
  description = "Name of the function."
  type        = string
}

variable "package" {
  description = "Archive that scripts/deploy/package-lambda.sh makes of the service."
  type        = string
}

variable "policy_arn" {
  description = "What the service may do with its tables; null: it has none."
  type        = string
  default     = null
}

variable "kms_key" {
  description = "Encrypts the settings and the log."
  type        = string
}

variable "alarms" {
  description = "Topic that is told of errors."
  type        = string
}

variable "environment" {
  description = "Settings of the service."
  type        = map(string)
  sensitive   = true
}

variable "memory_mb" {
  description = "Memory; the share of a processor goes with it."
  type        = number
  default     = 512
}

variable "concurrency" {
  description = "Most requests at a time; bounds what the database can be asked."
  type        = number
  default     = 50
}
