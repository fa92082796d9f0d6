/** What a column holds and how its text is read: the types are a contract, so nothing here guesses while rows are read. */
@NullMarked
package com.orchestrator.connectors.type;

import org.jspecify.annotations.NullMarked;
