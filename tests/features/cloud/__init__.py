"""What a service needs of AWS, in one environment or several."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("a cloud", "no cloud"): [
            ("name: lab\n", "name: lab\ndeployment: {cloud: aws}\n"),
        ],
    },
    later={
        ("an environment of the cloud more", "an environment of the cloud less"): [
            (
                "{cloud: aws}",
                "{cloud: aws, environments: {production: {}, staging: {}}}",
            ),
        ],
        ("a cloud with a cluster", "a cloud without one"): [
            ("{cloud: aws}", "{cloud: aws, kubernetes: true}"),
        ],
    },
)
