/** The promises about starts and crashes once more, on a newer JDK than the build's. */
@org.jspecify.annotations.NullMarked
package com.orchestrator.system.jdk;
