"""People who sign in, and what they have half-typed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.models import tracked


@tracked
class User(AbstractUser):
    """A person with an account. What they may do is said by memberships in councils, never by flags here.

    `is_staff` only opens the Django admin, which holds reference data.
    """

    first_name = None  # type: ignore[assignment]  # one field holds the name: Vietnamese names are not split this way
    last_name = None  # type: ignore[assignment]  # see above
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="vi",
        help_text=_("Language of pages and e-mails."),
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "email"]

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]  # the stubs of AbstractUser.Meta know plain text only
        verbose_name_plural = _("users")  # type: ignore[assignment]  # see above
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="accounts_user_email_once",
                violation_error_message=_("Another account uses this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as shown on pages."""
        return self.full_name

    def get_short_name(self) -> str:
        """The same: Vietnamese names are not shortened to a part."""
        return self.full_name


class Draft(models.Model):
    """A half-typed form, kept for its author until it is saved for good. Not a business record: no history."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("author")
    )
    key = models.CharField(_("form"), max_length=120, help_text=_("Which form, e.g. voters.opinions.17."))
    data = models.JSONField(_("typed so far"), default=dict)
    updated_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="accounts_draft_once_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.user_id})"
