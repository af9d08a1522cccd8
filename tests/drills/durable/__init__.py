"""Nothing that was acknowledged is lost: drills with real servers, each with a control that fails."""
