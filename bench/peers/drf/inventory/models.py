"""The flat table, whose columns are named as the fields of the API."""

from django.db import models


class JSONField(models.JSONField):
    """A column of the type json, which psycopg has parsed already; Django expects jsonb."""

    def from_db_value(self, value, expression, connection):
        return value


class Number(models.Model):
    uploadTelephoneNumberEntryId = models.BigIntegerField(null=True)
    source = models.TextField()
    sbcList = JSONField(null=True)
    tenantCallingProfileId = models.BigIntegerField(null=True)
    ocSipConnectionName = models.TextField(null=True)
    ocSipConnectionDescription = models.TextField(null=True)
    umpCustomerGuid = models.TextField(null=True)
    sbcListJson = JSONField(null=True)
    ovocChannelId = models.BigIntegerField()
    consentedOn = models.TextField(null=True)
    umpCustomerFullName = models.TextField(null=True)
    msCompanyName = models.TextField(null=True)
    sbcListArray = JSONField(null=True)
    id = models.BigIntegerField(primary_key=True)
    uploadToAccountJobId = models.BigIntegerField(null=True)
    whenCreated = models.TextField()
    acquiredNumberStatus = models.SmallIntegerField()
    telephoneNumber = models.TextField()
    callingProfileId = models.TextField(null=True)
    acquiredCapabilities = JSONField(null=True)
    availableCapabilities = JSONField(null=True)
    acquiredOn = models.TextField(null=True)
    isoCountryCode = models.TextField(null=True)
    tnUploadJobId = models.TextField(null=True)
    locationId = models.TextField(null=True)
    civicAddressId = models.TextField(null=True)
    assignmentStatus = models.TextField(null=True)
    tenantId = models.TextField()
    aslcht = models.TextField(null=True)
    aslsct = models.TextField(null=True)
    aslvCode = models.IntegerField(null=True)
    asticks = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "peer_numbers"
