/** What a command comes to: exit codes, and the one exception that ends a command. */
@NullMarked
package com.orchestrator.cli.outcome;

import org.jspecify.annotations.NullMarked;
