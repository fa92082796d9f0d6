/** What is written, where, and in which form: data to stdout, everything else to stderr. */
@NullMarked
package com.orchestrator.cli.output;

import org.jspecify.annotations.NullMarked;
