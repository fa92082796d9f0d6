/** What is asked about the record of a run and not about its way: what it is found by and kept for, and whether what it carried stays. */
@NullMarked
package com.orchestrator.engine.decision.keeping;

import org.jspecify.annotations.NullMarked;
