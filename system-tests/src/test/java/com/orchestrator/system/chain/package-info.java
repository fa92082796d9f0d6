/** A steady load of short runs, and the record of what its clients and workers were told. */
@org.jspecify.annotations.NullMarked
package com.orchestrator.system.chain;
