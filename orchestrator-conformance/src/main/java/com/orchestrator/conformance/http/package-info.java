/** The contract, spoken in plain HTTP: what is lost on the way is repeated. */
@NullMarked
package com.orchestrator.conformance.http;

import org.jspecify.annotations.NullMarked;
