variable "environment" {
  description = "Name of the environment; part of every name and the prefix of the tables."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "There are two environments: dev and prod."
  }
}

variable "region" {
  description = "AWS region everything is in."
  type        = string
  default     = "us-east-1"
}

variable "cluster_enabled" {
  description = "Whether there is a cluster, with its network, Redis, registry and load balancer."
  type        = bool
}

variable "vpc_cidr" {
  description = "Network of the environment, a /16. The public subnets are in its first /20, which kubernetes/prod takes for the load balancer."
  type        = string
}

variable "zone_count" {
  description = "Availability zones in use."
  type        = number
  default     = 2
}

variable "single_nat_gateway" {
  description = "One NAT gateway for all zones: cheaper, and gone with its zone."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether tables refuse to be deleted, and secrets and images outlive a `terraform destroy`."
  type        = bool
}

variable "kubernetes_version" {
  description = "Version of EKS; one past its standard support, 14 months, costs six times as much an hour."
  type        = string
  default     = "1.35"
}

variable "cluster_public_access_cidrs" {
  description = "Networks that may reach the API of the cluster from outside; empty: none, it is private."
  type        = list(string)
}

variable "cluster_admins" {
  description = "ARNs of the roles that may do anything in the cluster: yours, and the one that deploys. No one else may, not even who made it."
  type        = list(string)

  validation {
    condition     = !var.cluster_enabled || length(var.cluster_admins) > 0
    error_message = "No one could reach into the cluster: name roles in cluster_admins."
  }

  validation {
    condition     = alltrue([for arn in var.cluster_admins : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/", arn))])
    error_message = "Each of cluster_admins is the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME."
  }
}

variable "cluster_admin_cidrs" {
  description = "Networks that may reach the private address of the cluster's API, such as that of the machine that deploys or of a VPN; within the VPC or connected to it."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.cluster_admin_cidrs : can(cidrnetmask(cidr))])
    error_message = "Each of cluster_admin_cidrs is a network of IPv4, such as 10.30.0.0/16."
  }
}

variable "node_instance_types" {
  description = "Instance types of the nodes (arm64: the images are built for both)."
  type        = list(string)
  default     = ["t4g.medium"]
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
  description = "Replicas beside the primary, in other zones; 0 is no failover."
  type        = number
}

variable "domain" {
  description = "Public name of the page, with a certificate for it. Its validation records are an output."
  type        = string
}

variable "alarm_email" {
  description = "Who is told of alarms; empty: nobody, which production refuses."
  type        = string
  default     = ""

  validation {
    condition     = var.environment != "prod" || can(regex("^[^@ ]+@[^@ ]+$", var.alarm_email))
    error_message = "Production's alarms must reach someone: alarm_email in environments/prod.tfvars."
  }
}

variable "daily_write_units_expected" {
  description = "Write units a day the tables are expected to use; an alarm goes off at twice as much."
  type        = number
}

variable "restored_prefix" {
  description = "Prefix of restored tables the services go over to (scripts/operate/restore-tables.sh); empty: none."
  type        = string
  default     = ""
}

variable "lambda_enabled" {
  description = "Whether the services are deployed as Lambda functions as well."
  type        = bool
  default     = false
}

variable "lambda_packages" {
  description = "Folder of the archives that scripts/deploy/package-lambda.sh makes."
  type        = string
  default     = "../.data/lambda"
}
