/** Keys that what runs carry is sealed with, and how: docs/adr/0073. Knows nothing of runs or tables. */
@NullMarked
package com.orchestrator.engine.seal;

import org.jspecify.annotations.NullMarked;
