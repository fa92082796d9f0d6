/** What {@code CanaryIT} hides, and the hiding places outside of the server. */
@NullMarked
package com.orchestrator.system.canary;

import org.jspecify.annotations.NullMarked;
