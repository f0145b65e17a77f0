"""What the pages of the app share: routes, the choice of what is looked at, what is kept between runs, and displays."""
