/** What runs are found by: conditions as values, the language they are written in, and places in lists. Pure. */
@NullMarked
package com.orchestrator.engine.find;

import org.jspecify.annotations.NullMarked;
