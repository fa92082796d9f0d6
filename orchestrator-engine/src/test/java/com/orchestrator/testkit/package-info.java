/** What tests stand on: a store that fails, a real PostgreSQL. Shared with other modules as the engine's test-jar. */
@NullMarked
package com.orchestrator.testkit;

import org.jspecify.annotations.NullMarked;
