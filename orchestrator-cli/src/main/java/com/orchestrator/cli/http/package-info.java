/** The server's REST API, as far as a command needs it: requests, answers, refusals, pages and streams. */
@NullMarked
package com.orchestrator.cli.http;

import org.jspecify.annotations.NullMarked;
