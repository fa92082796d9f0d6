/** A runtime for media jobs: budgets for heavy and light work, a fair share for each library, and what cannot be put twice. */
@NullMarked
package com.orchestrator.examples.jobruntime;

import org.jspecify.annotations.NullMarked;
