/** Workers that follow a script, and the ledger of what they have really done, which no server knows of. */
@NullMarked
package com.orchestrator.conformance.worker;

import org.jspecify.annotations.NullMarked;
