import paramiko
from paramiko.client import AutoAddPolicy

client = paramiko.SSHClient()
client.load_system_host_keys()
# ruleid: python-ssh-host-key
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
# ruleid: python-ssh-host-key
client.set_missing_host_key_policy(AutoAddPolicy)
# ruleid: python-ssh-host-key
client.set_missing_host_key_policy(paramiko.client.WarningPolicy())

# ok: python-ssh-host-key
client.set_missing_host_key_policy(paramiko.RejectPolicy())
# ok: python-ssh-host-key
client.set_missing_host_key_policy(Ours())
# ok: python-ssh-host-key
client.connect("example.org")
