/** Every noun with its verbs: what is asked of the server for each, and how the answer is shown. */
@NullMarked
package com.orchestrator.cli.noun;

import org.jspecify.annotations.NullMarked;
