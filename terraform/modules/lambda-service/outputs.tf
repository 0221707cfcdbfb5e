output "endpoint" {
  description = "URL of the service."
  value       = aws_apigatewayv2_api.main.api_endpoint
}

output "function_arn" {
  description = "ARN of the function, for what else calls it."
  value       = aws_lambda_function.main.arn
}
