/** A shop that starts runs in the transactions in which it writes its orders. */
@NullMarked
package com.orchestrator.examples.outboxstart;

import org.jspecify.annotations.NullMarked;
