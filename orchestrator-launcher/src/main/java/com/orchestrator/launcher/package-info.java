/** The commands of the launcher. The one place that ends the process; everything else reports by exception. */
@NullMarked
package com.orchestrator.launcher;

import org.jspecify.annotations.NullMarked;
