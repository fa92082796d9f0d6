/** An orchestrator inside the process that uses it: for examples, for tests, for a first look. */
@NullMarked
package com.orchestrator.embedded;

import org.jspecify.annotations.NullMarked;
