variable "name" {
  description = "Name of the environment with its prefix; part of every name, and the namespace of the services."
  type        = string
}

variable "region" {
  description = "AWS region everything is in."
  type        = string
}

variable "account_id" {
  description = "The AWS account."
  type        = string
}

variable "kms_key" {
  description = "Encrypts secrets, logs, images and Redis."
  type        = string
}

variable "deletion_protection" {
  description = "Whether images refuse to be deleted with their registry."
  type        = bool
}

variable "service_policies" {
  description = "What each service that keeps data may do: the ARN of its policy, by its name."
  type        = map(string)
}

variable "vpc_cidr" {
  description = "Network, a /16."
  type        = string
}

variable "zone_count" {
  description = "Availability zones in use."
  type        = number
}

variable "single_nat_gateway" {
  description = "One NAT gateway for all zones."
  type        = bool
}

variable "kubernetes_version" {
  description = "Version of EKS."
  type        = string
}

variable "public_access_cidrs" {
  description = "Networks that may reach the API of the cluster from outside; empty: none."
  type        = list(string)
}

variable "admins" {
  description = "ARNs of the roles that may do anything in the cluster."
  type        = list(string)
}

variable "admin_cidrs" {
  description = "Networks that may reach the private address of the cluster's API."
  type        = list(string)
}

variable "node_instance_types" {
  description = "Instance types of the nodes."
  type        = list(string)
}

variable "node_count" {
  description = "Least, initial and greatest number of nodes."
  type = object({
    min     = number
    desired = number
    max     = number
  })
}

variable "redis_node_type" {
  description = "Node type of ElastiCache."
  type        = string
}

variable "redis_replicas" {
  description = "Replicas beside the primary."
  type        = number
}

variable "domain" {
  description = "Public name of the page."
  type        = string
}
