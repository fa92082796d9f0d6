/** A web application whose beans do tasks. */
@NullMarked
package com.orchestrator.examples.payaracdi;

import org.jspecify.annotations.NullMarked;
