/** Who has changed what, in a chain of hashes that shows when somebody has changed the record itself (ADR 59). */
@NullMarked
package com.orchestrator.server.audit;

import org.jspecify.annotations.NullMarked;
