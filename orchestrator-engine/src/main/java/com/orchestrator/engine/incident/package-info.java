/** What a person has to look at, as values: which incidents there are of a run, and which of them are of one cause. Pure. */
@NullMarked
package com.orchestrator.engine.incident;

import org.jspecify.annotations.NullMarked;
