"""What every model promises, as checks that can be run on any model, your own included."""

from clv.models.checks.battery import BoundCheck, ModelCheckError, check_model

__all__ = ["BoundCheck", "ModelCheckError", "check_model"]
