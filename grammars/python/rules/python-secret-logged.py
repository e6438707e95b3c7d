import logging

logger = logging.getLogger(__name__)


def a(user, password):
    # ruleid: python-secret-logged
    print(password)
    # ruleid: python-secret-logged
    logger.info("login of %s with %s", user.name, user.password)
    text = f"key: {user.api_key}"
    # ruleid: python-secret-logged
    logging.debug(text)


def b(user, password):
    # ok: python-secret-logged
    print(len(password))
    # ok: python-secret-logged
    logger.info("login of %s", user.name)
    # ok: python-secret-logged
    logging.debug(hash_password(password))
    # ok: python-secret-logged
    logger.error("the password was wrong")
