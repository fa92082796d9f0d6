/** What shells are told so that they can complete a line: scripts, made of the words there are. */
@NullMarked
package com.orchestrator.cli.completion;

import org.jspecify.annotations.NullMarked;
