/** Putting jobs into a queue and doing them, without a database. */
@NullMarked
package com.orchestrator.examples.simplequeue;

import org.jspecify.annotations.NullMarked;
