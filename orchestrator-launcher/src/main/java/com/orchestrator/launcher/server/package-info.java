/** The real server in processes of their own, for programs that measure it, judge it, or kill it. */
@NullMarked
package com.orchestrator.launcher.server;

import org.jspecify.annotations.NullMarked;
