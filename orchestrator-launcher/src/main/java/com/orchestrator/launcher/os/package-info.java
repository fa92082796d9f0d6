/** What the launcher needs of the machine: other processes, signals, locks, directories and waiting. */
@NullMarked
package com.orchestrator.launcher.os;

import org.jspecify.annotations.NullMarked;
