/**
 * Says why a run does not move, from the run itself and what was seen around it. Decides nothing and changes nothing; like
 * all of {@code decision}, it looks at values only.
 */
@NullMarked
package com.orchestrator.engine.decision.explain;

import org.jspecify.annotations.NullMarked;
