# A pod gets the role of its service account, and only of its own.
data "aws_iam_policy_document" "service_assume" {
  for_each = var.service_policies

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.oidc_issuer}:sub"
      values   = ["system:serviceaccount:${var.name}:${each.key}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.oidc_issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "service" {
  for_each = var.service_policies

  name               = "${var.name}-${each.key}"
  description        = "${each.key} in the cluster"
  assume_role_policy = data.aws_iam_policy_document.service_assume[each.key].json
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each = var.service_policies

  role       = aws_iam_role.service[each.key].name
  policy_arn = each.value
}
