/** Runs the WAR on Payara Micro inside this JVM: install, boot, readiness, drain. */
@NullMarked
package com.orchestrator.launcher.payara;

import org.jspecify.annotations.NullMarked;
