/** The servers under test: somebody else's, or one's own that may be killed, at a known commit if need be. */
@NullMarked
package com.orchestrator.conformance.rig;

import org.jspecify.annotations.NullMarked;
