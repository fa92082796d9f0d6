/** What happens to runs, told while it happens: whoever waits for it, and what wakes him. */
@NullMarked
package com.orchestrator.engine.feed;

import org.jspecify.annotations.NullMarked;
