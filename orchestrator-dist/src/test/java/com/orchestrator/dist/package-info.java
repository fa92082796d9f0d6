/** What is handed to others: the download, the BOM, and the files that servers are deployed by. */
package com.orchestrator.dist;
