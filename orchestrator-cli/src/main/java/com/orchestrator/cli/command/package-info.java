/** What a command is: nouns, verbs, their arguments and options as values, and how a line of words is understood by them. */
@NullMarked
package com.orchestrator.cli.command;

import org.jspecify.annotations.NullMarked;
