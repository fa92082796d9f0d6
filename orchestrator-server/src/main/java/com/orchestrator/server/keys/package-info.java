/** Keys that servers sign with, the same on all of them. */
@NullMarked
package com.orchestrator.server.keys;

import org.jspecify.annotations.NullMarked;
