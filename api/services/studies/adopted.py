"""How the job ends that keeps a plan of a study: like that of any other proposal."""

from __future__ import annotations

from api.jobs.model import Kind
from api.services.proposals.landing import fail_answer, land_answer
from api.services.studies.adopting import JOB
from api.work.adopting import adopt_job

ADOPT = Kind(JOB, adopt_job, land_answer, fail_answer)
"""Makes a proposal of a plan."""
